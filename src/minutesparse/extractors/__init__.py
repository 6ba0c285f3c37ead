"""One module per kind of item; siblings never import one another."""
