"""The machinery of both databases: connections, transactions, schema, quick statements, copies, leases."""
