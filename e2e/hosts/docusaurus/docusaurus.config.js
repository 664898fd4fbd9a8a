export default {
  title: 'A course',
  url: 'https://course.example',
  baseUrl: '/',
  clientModules: ['./src/plateau.js'],
  presets: [['classic', { docs: { routeBasePath: '/' }, blog: false }]],
};
