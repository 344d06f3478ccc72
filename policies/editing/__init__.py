"""The law typed by a policy officer in the browser: forms, the rate sheet, pages."""
