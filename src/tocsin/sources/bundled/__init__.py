"""The tables that ship with Tocsin: trade in raw materials in two vintages, mine production, political stability."""
