"""Sparkplug B, version 3.0: what its messages say, and what a host makes of them.

Pure, but for `publish` and `plant`, which speak with a broker and are loaded by those who want one.
"""

from pulmu.adapters.sparkplug.host import Host, Told
from pulmu.adapters.sparkplug.payload import Metric, Payload, read_payload, write_payload
from pulmu.adapters.sparkplug.topic import Topic, read_topic

__all__ = ["Host", "Metric", "Payload", "Told", "Topic", "read_payload", "read_topic", "write_payload"]
