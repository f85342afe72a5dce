"""Difficulties that firms tell agencies: kept, sent, gathered under themes, and answered."""
