"""What a good row is: checks derived from the contract, and what becomes of rows that fail them."""
