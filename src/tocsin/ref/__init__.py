"""What the field agrees on: countries, country groups and the product book. Nothing heavy is imported here."""
