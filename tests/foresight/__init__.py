"""Labels, panel, channels and learners, on flows written by hand and on those that ship."""
