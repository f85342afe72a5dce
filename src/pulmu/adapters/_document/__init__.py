"""From the bytes of a plant's file to a tree with places; shared by the file reader and the packaged samples."""

from pulmu.adapters._document.parse import LARGEST_FILE, SUFFIXES, parse_document

__all__ = ["LARGEST_FILE", "SUFFIXES", "parse_document"]
