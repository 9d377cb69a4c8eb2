"""The way in for whoever has no password yet: a code on paper, on a screen or in a mail, used once."""
