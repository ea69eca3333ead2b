"""What does every number mean? The compute package: pure functions over frozen value objects."""
