"""Livéo Facturation: call records and option activations in, explained charges and invoices out."""
