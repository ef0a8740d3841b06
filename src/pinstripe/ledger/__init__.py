"""Double entry: a chart of accounts, posting templates, one writer, an audit."""
