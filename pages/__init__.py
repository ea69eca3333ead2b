"""Which question does each screen answer? One module and one `page()` function per screen."""
