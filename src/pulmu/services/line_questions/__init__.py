"""What-if questions to lines that are kept: what is asked, what came of it, and finding it again."""
