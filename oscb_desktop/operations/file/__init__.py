"""Opening, making, rescuing and sending report files."""
