"""The command line. Only `render` imports rich; everything heavy is imported when a command runs."""
