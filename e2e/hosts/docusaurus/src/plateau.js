import 'plateau/elements';
