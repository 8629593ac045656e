"""The pages of staff: one module or folder a subject, each route with the role it asks for."""
