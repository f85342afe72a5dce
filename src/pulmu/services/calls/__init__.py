"""Calls of an agency: kept, published, applications taken in, decided within their money and places."""
