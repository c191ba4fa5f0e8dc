"""Taking in partners' returns and other programs' documents."""
