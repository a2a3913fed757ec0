"""Tests that need more than Python packages of the core: clusters and other services on this machine."""
