"""How does a result become JSON? One builder for the API's answer and for the page's download. Begin with ``same_money``."""
