"""A client for the REST API of a place, with a method and a typed answer for each route.

It stands outside: of Pulmu it knows the model only, whose problems it raises as the place tells them.
"""

from pulmu.client.ask import Answer, Connection
from pulmu.client.routes import Place, Workspace

__all__ = ["Answer", "Connection", "Place", "Workspace"]
