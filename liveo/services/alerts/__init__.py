"""What is out of the ordinary in the calls of a company: rules over habits, alerts with their reasons, and reviews."""
