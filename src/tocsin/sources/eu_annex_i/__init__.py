"""Source eu_annex_i."""
