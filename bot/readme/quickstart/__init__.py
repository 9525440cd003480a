"""What an engineer looks for first in a README, one file for each kind."""
