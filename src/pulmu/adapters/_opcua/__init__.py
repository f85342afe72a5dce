"""What both ends of an OPC UA link share: who they are, whom they trust, how they are secured, units on the wire."""
