"""Everything a company owns as one file that can be read without Pulmu."""
