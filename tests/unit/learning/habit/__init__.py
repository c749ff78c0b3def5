"""The smallest real engine: a customer's mean days to pay."""
