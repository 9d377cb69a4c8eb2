"""IMS QTI: packages of 2.1 and 2.2, read and written; of 3.0, read; and of 1.2 as Canvas has them, read and written."""
