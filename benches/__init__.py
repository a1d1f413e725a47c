"""What measures and fits: `make bench`, `make fit`."""
