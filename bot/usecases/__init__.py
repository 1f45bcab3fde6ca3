"""What people and sources can do: each use case is one transaction, and sends nothing itself."""
