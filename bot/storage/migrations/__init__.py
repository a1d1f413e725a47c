"""What changed in the tables, step by step; Alembic applies what a database lacks."""
