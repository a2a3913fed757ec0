"""UN Comtrade: trade in goods as countries report it to the United Nations."""
