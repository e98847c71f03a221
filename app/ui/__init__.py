"""The desk as people see it: widgets that talk to the core's services, never to its tables."""
