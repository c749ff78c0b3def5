"""What the CFO's engines offer to questions about the days to come: a file each."""
