"""Support: the size of a firm in Korean law, programmes as rules, and what a change of rules does to a nation."""
