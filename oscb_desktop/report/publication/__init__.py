"""What is published: the printed composition, the sign-off page, the record, leak phrases."""
