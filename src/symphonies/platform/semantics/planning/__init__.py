"""From a metric query to SQL, one rewrite a file."""
