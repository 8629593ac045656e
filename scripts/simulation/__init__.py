"""Simulations of learning from staff's tags: see ``scripts.simulate_gate``."""
