"""What people see: pure functions from values and a locale to Components V2."""
