"""The cash engine: what is known of a company's cash, how it may go on, and what to do about it."""
