"""The only SQL: tables, one transaction (`Work`), and statements named after the question they answer."""
