"""What the site tells by mail without being asked, and the questions that it asks later (docs/avisos.md)."""
