"""What is made of a `Report`: a JSON file that keeps it, tables for a terminal, one HTML file for whoever must decide."""
