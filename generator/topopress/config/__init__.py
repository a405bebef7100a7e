"""What an author may write, and how every mistake in it is reported."""
