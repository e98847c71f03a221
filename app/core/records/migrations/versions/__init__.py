"""One file a migration, oldest first; a released one is never changed."""
