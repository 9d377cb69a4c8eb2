"""Reports by mail: planned as reminders are, written for each receiver when they go out."""
