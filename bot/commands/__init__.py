"""What the command line does; each module is loaded only when its command is called."""
